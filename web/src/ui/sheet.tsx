import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Button } from "./button";
import { Icon } from "./icon";
import styles from "./sheet.module.css";

interface Props {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  shape?: "drawer" | "card";
  /** Neither a click beside it nor Escape closes it: for what is shown only once. */
  isHeld?: boolean;
  children: ReactNode;
}

/** A dialog: a drawer from the side for reading, a card in the middle for deciding. */
export const Sheet = ({ title, isOpen, onClose, shape = "card", isHeld = false, children }: Props) => (
  <ModalOverlay
    className={`${styles.veil} ${styles[`${shape}Veil`]}`}
    isOpen={isOpen}
    onOpenChange={(open) => !open && onClose()}
    isDismissable={!isHeld}
    isKeyboardDismissDisabled={isHeld}
  >
    <Modal className={styles[shape]!}>
      <Dialog className={styles.dialog!}>
        <header className={styles.header}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {!isHeld && (
            <Button look="quiet" aria-label="Close" onPress={onClose}>
              <Icon name="close" />
            </Button>
          )}
        </header>
        {children}
      </Dialog>
    </Modal>
  </ModalOverlay>
);
