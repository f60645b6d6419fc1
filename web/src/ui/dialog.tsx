import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Button } from "./button";
import styles from "./dialog.module.css";
import { Icon } from "./icon";

interface Props {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  shape?: "drawer" | "card";
  /** Whether Escape or a click beside it closes it; not so for what is shown only once. */
  isDismissable?: boolean;
  children: ReactNode;
}

/** A dialog: a drawer from the side for reading, a card in the middle for deciding. */
export const Dialog = ({ title, isOpen, onClose, shape = "card", isDismissable = true, children }: Props) => (
  <ModalOverlay
    className={`${styles.overlay} ${styles[`${shape}Overlay`]}`}
    isOpen={isOpen}
    onOpenChange={(open) => !open && onClose()}
    isDismissable={isDismissable}
    isKeyboardDismissDisabled={!isDismissable}
  >
    <Modal className={styles[shape]!}>
      <AriaDialog className={styles.dialog!}>
        <header className={styles.header}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {isDismissable && (
            <Button variant="quiet" aria-label="Close" onPress={onClose}>
              <Icon name="close" />
            </Button>
          )}
        </header>
        {children}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
);
